import type { Layout } from '../auth/variables.js'
import { BrandContext, Page } from './layout.js'

/** The desk's page around what signing in, accounts and people show. */
export const accountLayout: Layout = ({ children, brand, ...page }) => (
  <BrandContext.Provider value={brand}>
    <Page {...page}>
      <div class="account">{children}</div>
    </Page>
  </BrandContext.Provider>
)

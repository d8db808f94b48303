import type { Layout } from '../auth/variables.js'
import { Page } from './layout.js'

/** The desk's page around what signing in, accounts and people show. */
export const accountLayout: Layout = ({ children, ...page }) => (
  <Page {...page}>
    <div class="account">{children}</div>
  </Page>
)

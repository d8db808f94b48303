import { type Browser, chromium } from 'playwright-core'
import { findChromium } from './chromium.js'

const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync']

/** A headless Chromium whose pages wait for what a test waits for as long as that takes. The caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: findChromium(), args, timeout: 0 })
  browser.on('context', (context) => {
    context.setDefaultTimeout(0)
    context.setDefaultNavigationTimeout(0)
  })
  return browser
}

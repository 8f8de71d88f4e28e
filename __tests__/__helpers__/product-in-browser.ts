import type { Browser } from 'playwright-core'
import { launchBrowser } from './browser'
import { startProduct, temporaryFolder, type Product } from './product'

/** The product as a person runs it, on a folder of its own, and a browser. */
export interface ProductInBrowser extends Product {
  browser: Browser
  /** Its data folder. */
  folder: string
  complaints: string[]
  close(): Promise<void>
}

export async function startProductInBrowser(): Promise<ProductInBrowser> {
  const data = await temporaryFolder()
  const product = await startProduct(data.folder)
  const browser = await launchBrowser()
  return {
    ...product,
    browser,
    folder: data.folder,
    complaints: [],
    close: async () => {
      await browser.close()
      await product.stop()
      await data.remove()
    }
  }
}

// A test of an integrator, in Playwright: a page of a real browser has the wallet, and reads the chain itself.
import { createServer, type Server } from "node:http"

import { type EscrowTestFixtures, type EscrowWorkerFixtures, escrowFixtures } from "@gpuflow/escrow/testing/playwright"
import { test as base, expect, type Page } from "@playwright/test"

const test = base.extend<EscrowTestFixtures, EscrowWorkerFixtures>(escrowFixtures())

/** A page that keeps what the wallets announce and what they report. */
const HTML = `<!doctype html><title>App</title><script>
  window.announced = []
  window.seen = []
  window.addEventListener("eip6963:announceProvider", ({ detail }) => window.announced.push(detail.info.name))
  window.dispatchEvent(new Event("eip6963:requestProvider"))
  window.ethereum.on("chainChanged", (chainId) => window.seen.push(chainId))
  window.ask = (method, params) =>
    window.ethereum.request({ method, params }).catch(({ code, message }) => ({ code, message }))
</script>`

let server: Server
test.beforeAll(async () => {
  server = createServer((_, response) => response.setHeader("content-type", "text/html").end(HTML))
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
})
test.afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** Opens the app, which has another origin than the chain's endpoint. */
async function open(page: Page) {
  const address = server.address()
  if (typeof address !== "object" || !address) throw new Error("The app has no port.")
  await page.goto(`http://127.0.0.1:${address.port}/`)
}

const ask = (page: Page, method: string, params: unknown[] = []) =>
  page.evaluate(`window.ask(${JSON.stringify(method)}, ${JSON.stringify(params)})`)

test("the page finds the wallet, connects, and sends", async ({ page, escrow, wallet }) => {
  await open(page)
  expect(await page.evaluate("window.announced")).toEqual(["Test Wallet"])
  expect(await ask(page, "eth_accounts")).toEqual([])
  wallet.behave("reject", { times: 1 })
  expect(await ask(page, "eth_requestAccounts")).toEqual({ code: 4001, message: "User rejected the request." })
  expect(await ask(page, "eth_requestAccounts")).toEqual([wallet.address])

  const call = { from: wallet.address, to: escrow.accounts.host.address, value: "0x1" }
  const hash = await ask(page, "eth_sendTransaction", [call])

  expect(await ask(page, "eth_getTransactionReceipt", [hash])).toMatchObject({ status: "0x1" })
})

test("the wallet's events reach the page, also after it was loaded anew", async ({ page, wallet }) => {
  await open(page)
  await page.reload()
  wallet.switchChain(1)

  await expect.poll(() => page.evaluate("window.seen")).toEqual(["0x1"])
  expect(await ask(page, "eth_chainId")).toBe("0x1")
})

test("the page reads the chain itself, through faults", async ({ page, escrow }) => {
  await open(page)
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] })
  const read = `fetch(${JSON.stringify(escrow.url)}, { method: "POST", headers: { "content-type": "application/json" }, body: ${JSON.stringify(body)} })
    .then((response) => response.json()).then(({ result }) => result, () => "unreachable")`
  expect(await page.evaluate(read)).toBe("0x89")
  const outage = await escrow.fault("outage")
  expect(await page.evaluate(read)).toBe("unreachable")
  await outage.heal()
  expect(await page.evaluate(read)).toBe("0x89")
})

// The wallet in a page of a browser: a small program that asks the wallet in the test, over a function that the test
// exposes to the page.

/** The function that answers a request, and the one that the test calls with an event. */
export const WALLET_BRIDGE = "__testWalletRequest"
export const WALLET_EVENT = "__testWalletEvent"

type Info = { readonly uuid: string; readonly name: string; readonly icon: string; readonly rdns: string }

/** The program as text: it runs in a page, where nothing of this module is. */
export function walletScript(info: Info): string {
  return `(() => {
  if (window.ethereum && window.ethereum.isTestWallet) return
  const info = Object.freeze(${JSON.stringify(info)})
  const listeners = new Map()
  const of = (event) => listeners.get(event) || listeners.set(event, new Set()).get(event)
  const provider = {
    isTestWallet: true,
    async request(request) {
      const { result, error } = await window.${WALLET_BRIDGE}(JSON.parse(JSON.stringify(request)))
      if (error) throw Object.assign(new Error(error.message), error)
      return result
    },
    on(event, listener) {
      of(event).add(listener)
      return provider
    },
    removeListener(event, listener) {
      of(event).delete(listener)
      return provider
    },
  }
  window.${WALLET_EVENT} = (event, value) => of(event).forEach((listener) => listener(value))
  window.ethereum = provider
  const announce = () =>
    window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }))
  window.addEventListener("eip6963:requestProvider", announce)
  announce()
})()`
}

import { provider } from "./sharedChain.ts"

/** A request to the chain, before it is passed on. */
export type Intercept = (
  method: string,
  params: readonly unknown[],
  pass: (params?: readonly unknown[]) => Promise<unknown>,
  /** Asks the chain something else. */
  ask: (method: string, params: readonly unknown[]) => Promise<unknown>,
) => unknown

/** Requests as a wallet or a node takes them (EIP-1193). Each may be answered in another way than by the chain. */
export function interceptedNode(intercept: Intercept = (_method, _params, pass) => pass()) {
  const asked: string[] = []
  const request = async ({ method, params }: { method: string; params?: unknown }): Promise<unknown> => {
    const given: unknown[] = Array.isArray(params) ? params : []
    asked.push(method)
    const ask = (method: string, params: readonly unknown[]) => provider.request({ method, params: [...params] })
    return intercept(method, given, (other = given) => ask(method, other), ask)
  }
  return { asked, request }
}

/** A request that is never answered. */
export const silence = () => new Promise<never>(() => undefined)

/** The error of a JSON-RPC answer. */
export const rpcError = (message: string, code = -32_000, data?: unknown) =>
  Object.assign(new Error(message), { code, ...(data === undefined ? {} : { data }) })

/** Sends a request to a node. */
export type Rpc = (method: string, ...params: readonly unknown[]) => Promise<unknown>

/** An error as a node or a wallet answers it. */
export const rpcError = (code: number, message: string, data?: unknown) =>
  Object.assign(new Error(message), { code, ...(data === undefined ? {} : { data }) })

/** Requests that go to a node as they are, and its own errors. */
export function rpcAt(url: string): Rpc {
  return async (method, ...params) => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params })
    const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body })
    if (!response.ok) throw rpcError(-32_603, `The node answered ${method} with status ${response.status}.`)
    const { result, error } = (await response.json()) as Answer
    if (error) throw rpcError(error.code, error.message, error.data)
    return result
  }
}

type Answer = {
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown }
}

import { createServer } from "node:http"

import type { RecordedChain } from "./recordedChain.ts"

/** A recorded chain, or what answers like one, behind a port of this machine. */
export async function serveRecordedChain(
  chain: Pick<RecordedChain, "answer">,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString())
    const answers = await Promise.all([body].flat().map((one) => answer(chain, Object(one))))
    response.setHeader("content-type", "application/json")
    response.end(JSON.stringify(Array.isArray(body) ? answers : answers[0]))
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  const port = typeof address === "object" && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(
  chain: Pick<RecordedChain, "answer">,
  { id, method, params }: { id?: unknown; method?: unknown; params?: unknown },
) {
  try {
    const result = await chain.answer(String(method), Array.isArray(params) ? params : [])
    return { jsonrpc: "2.0", id, result }
  } catch (error) {
    return { jsonrpc: "2.0", id, error: { code: -32_000, message: Object(error).message } }
  }
}

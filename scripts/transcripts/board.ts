// A board with one offer, for the command that finds offers.
import { readFileSync } from "node:fs"
import { createServer } from "node:http"
import { parseOffer } from "@gpuflow/escrow/offer"
import { boardItem } from "../../test/support/board.ts"

/** The server's default. */
const PORT = 9470

/** Lists the offer in a file. The board is open while `action` runs. */
export async function withBoard(file: string, action: (url: string) => Promise<unknown>): Promise<void> {
  const items = [boardItem(parseOffer(readFileSync(file, "utf8")))]
  const server = createServer((_, response) => {
    response.setHeader("content-type", "application/json")
    response.end(JSON.stringify({ items, next: null }))
  })
  await new Promise<void>((resolve) => server.listen(PORT, "127.0.0.1", resolve))
  try {
    await action(`http://127.0.0.1:${PORT}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

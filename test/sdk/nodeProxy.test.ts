import { openNodeProxy } from "@gpuflow/escrow/testing"
import { expect } from "chai"

import { answerJson, serveHttp } from "../support/httpServer.ts"

describe("SDK: the proxy of the test kit", () => {
  it("behavior: passes a large batch on without a warning, and notes the end of each of its requests", async () => {
    const warnings: string[] = []
    const hear = ({ name }: Error) => warnings.push(name)
    process.on("warning", hear)
    const node = await serveHttp(({ body }, response) => answerJson(response, { ...JSON.parse(body), result: "0x1" }))
    const proxy = await openNodeProxy(node.url)
    const batch = Array.from({ length: 50 }, (_, id) => ({ jsonrpc: "2.0", id, method: "eth_chainId", params: [] }))
    const response = await fetch(proxy.url, { method: "POST", body: JSON.stringify(batch) })
    const answers: unknown[] = JSON.parse(await response.text())
    await proxy.close()
    await node.close()
    process.off("warning", hear)

    expect(answers, "answers").to.have.length(50)
    expect(warnings, "warnings").to.deep.equal([])
    expect(
      proxy.served.filter(({ to }) => to !== undefined),
      "requests that have ended",
    ).to.have.length(50)
  })
})

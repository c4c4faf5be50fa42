import { Option } from "@commander-js/extra-typings"
import type { Session } from "../../session.ts"
import { readCommand } from "../builders.ts"

export function mcp(session: Session) {
  return readCommand("mcp")
    .description(
      "Serve an AI agent over the Model Context Protocol on standard input and output: find, quote, rent, access, extend, stop, dispute, show (docs/agents.md)",
    )
    .addOption(
      new Option(
        "--settings <file>",
        "JSON file of the spending limits; without it, nothing can be sent (env: GPUFLOW_MCP_SETTINGS)",
      ),
    )
    .action(async ({ chain, escrow, settings }) => {
      // Only this command needs the protocol's library.
      const { serveMcp } = await import("../../mcp/serve.ts")
      await serveMcp(session, { chain, escrow }, settings ?? (session.env["GPUFLOW_MCP_SETTINGS"] || undefined))
    })
}

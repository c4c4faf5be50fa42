// The command `mcp` as its own process, and a client of the protocol's own library that talks to it.
import { join } from "node:path"
import { Client } from "@modelcontextprotocol/sdk/client/index.js"
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js"
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js"
import { root } from "../../scripts/support/root.ts"
import type { Document, Env } from "./commandLine.ts"

export interface McpSession {
  /** Calls a tool, and returns its result or its error. */
  call(tool: string, args?: Readonly<Record<string, unknown>>): Promise<Document>
  readonly client: Client
  readonly pid: number
  close(): Promise<void>
}

type Options = {
  readonly settings?: string
  /** Answers the question to a person. Undefined: the client cannot ask. */
  readonly answer?: (message: string) => boolean
}

const opened: McpSession[] = []

/** Ends the servers that a test has started. */
export async function closeMcp(): Promise<void> {
  for (const session of opened.splice(0)) await session.close()
}

export async function openMcp(env: Env, { settings, answer }: Options = {}): Promise<McpSession> {
  const given = Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [join(root, "cli", "main.ts"), "mcp", ...(settings === undefined ? [] : ["--settings", settings])],
    env: Object.fromEntries(given),
    stderr: "inherit",
  })
  const capabilities = answer ? { elicitation: {} } : {}
  const client = new Client({ name: "test", version: "1" }, { capabilities })
  if (answer) {
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => ({
      action: "accept",
      content: { confirm: answer(params.message) },
    }))
  }
  await client.connect(transport)
  const session: McpSession = {
    client,
    pid: transport.pid ?? 0,
    async call(name, args = {}) {
      const { content } = await client.callTool({ name, arguments: { ...args } })
      const [first] = Array.isArray(content) ? content : []
      const text = String(first?.text)
      try {
        return JSON.parse(text)
      } catch {
        // What the library itself refuses is plain text.
        return { error: { message: text } }
      }
    },
    close: () => client.close(),
  }
  opened.push(session)
  return session
}

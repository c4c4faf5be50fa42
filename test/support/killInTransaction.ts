// Loaded before a server: kills its process in the middle of a database transaction, where no kill from outside would hit.
// KILL_AT names the first transaction in which it may happen, and before which statement of it.
import { PGlite, type Transaction } from "@electric-sql/pglite"
import { Client } from "pg"

const [transaction = 0, statement = 0] = (process.env["KILL_AT"] ?? "").split(" ").map(Number)
let transactions = 0

/** Counts a transaction; what it returns is called before each of its statements. */
function begin(): () => void {
  transactions += 1
  const mayBeKilled = transactions >= transaction
  let statements = 0
  return () => {
    statements += 1
    if (mayBeKilled && statements === statement) process.kill(process.pid, "SIGKILL")
  }
}

const { transaction: transact } = PGlite.prototype
PGlite.prototype.transaction = function (work) {
  const step = begin()
  return transact.call(this, (inner: Transaction) => {
    const { query } = inner
    const counted: typeof query = (...args) => {
      step()
      return query(...args)
    }
    return work({ ...inner, query: counted })
  }) as ReturnType<typeof work>
}

const steps = new WeakMap<Client, () => void>()
const { query } = Client.prototype
Client.prototype.query = function (this: Client, ...args: Parameters<typeof query>) {
  const [given] = args
  const text = typeof given === "string" ? given : String(Object(given).text)
  if (/^(begin|start transaction)/i.test(text)) steps.set(this, begin())
  else steps.get(this)?.()
  return query.apply(this, args)
} as typeof query

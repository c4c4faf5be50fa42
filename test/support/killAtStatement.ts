// Loaded before a program that writes SQLite: kills its process inside a transaction, where no kill from outside would hit.
// KILL_AT is the number of the statement, counted over all transactions from the start of the process.
import { DatabaseSync } from "node:sqlite"

const last = Number(process.env["KILL_AT"] ?? 0)
let statements = 0
let isOpen = false

const { exec, prepare } = DatabaseSync.prototype
DatabaseSync.prototype.exec = function (sql) {
  // What creates the tables is not counted.
  if (sql === "BEGIN IMMEDIATE") isOpen = true
  if (sql === "COMMIT") {
    count()
    isOpen = false
  }
  return exec.call(this, sql)
}
DatabaseSync.prototype.prepare = function (...given) {
  count()
  return prepare.apply(this, given)
}

function count(): void {
  if (!isOpen) return
  statements += 1
  if (statements === last) process.kill(process.pid, "SIGKILL")
}

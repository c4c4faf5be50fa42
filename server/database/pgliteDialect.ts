// Kysely's dialect for PGlite hands out one connection that everybody shares, so a query of one caller would run inside
// the transaction of another. Here each caller has a connection of its own, and PGlite lets transactions take turns.
import type { PGlite } from "@electric-sql/pglite"
import { type DatabaseConnection, type Driver, PGliteDialect, type PGliteDialectConfig, PGliteDriver } from "kysely"

class TakingTurnsDriver extends PGliteDriver {
  readonly #config: PGliteDialectConfig

  constructor(config: PGliteDialectConfig) {
    super(config)
    this.#config = config
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const driver = new PGliteDriver(this.#config)
    await driver.init()
    return driver.acquireConnection()
  }
}

export class TakingTurnsDialect extends PGliteDialect {
  readonly #config: PGliteDialectConfig

  constructor(pglite: PGlite) {
    super({ pglite })
    this.#config = { pglite }
  }

  override createDriver(): Driver {
    return new TakingTurnsDriver(this.#config)
  }
}

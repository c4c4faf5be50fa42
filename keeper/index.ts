export { optionsFromEnvironment, withVariableNames } from "./environment.ts"
export { runKeeper } from "./keeper.ts"
export { type KeeperOptions, KeeperOptionsError } from "./keeperOptions.ts"
export { WrongDatabaseError } from "./store/database.ts"

export type { RunningServer } from "./server.ts"
export {
  optionsFromEnvironment,
  parseSettings,
  type ServerOptions,
  type ServerSettings,
  serverVariables,
} from "./settings.ts"
export { runServer, startServer } from "./startServer.ts"

/** The environment without the options of the npm that runs this program. */
export function npmEnvironment(): NodeJS.ProcessEnv

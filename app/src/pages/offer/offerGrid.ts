/** Two columns where there is room. Below, the column that decides comes first. */
export const offerGrid = "grid items-start gap-x-6 gap-y-4 lg:grid-cols-[minmax(0,1fr)_25rem]"

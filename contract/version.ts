/** Version of the HTTP protocol between till and central; raised with any change of `wire.ts`. */
export const wireVersion = 1

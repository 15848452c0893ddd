/** The version of the messages on the wire. The server takes this one and the one before; tests/protocol holds it to the schemas. */
export const SCHEMA_VERSION = 1;
export const OLDEST_SCHEMA_VERSION = 1;

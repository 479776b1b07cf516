/**
 * {@code reprise mcp}: lets an agent read topics, events, plans, replays and receipts, and propose
 * replays, by the Model Context Protocol. In: JSON-RPC messages, one a line. Out: answers of a
 * replay worker. No tool starts or changes a replay. Must not know Kafka, the object store, or the
 * code of the services, only their HTTP API.
 */
@NullMarked
package io.reprise.cli.mcp;

import org.jspecify.annotations.NullMarked;

/**
 * Runs real servers on one machine, for tests and local commands: a Kafka broker, a schema
 * registry, an S3 server, PostgreSQL. In: a directory and ports. Out: addresses of running servers.
 * Must not know any other module of Reprise.
 */
@NullMarked
package io.reprise.embedded;

import org.jspecify.annotations.NullMarked;

/**
 * Commands that each run one test server in a process of its own. In: a configuration file. Out: a
 * running Kafka broker, schema registry, S3 server or PostgreSQL server. Must not know the stack
 * that starts them.
 */
@NullMarked
package io.reprise.local.role;

import org.jspecify.annotations.NullMarked;

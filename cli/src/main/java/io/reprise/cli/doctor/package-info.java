/**
 * {@code reprise doctor}: checks what a service needs before it is started. In: the configuration
 * file of the service. Out: findings about Kafka, ACLs, topics, the schema registry, the object
 * store, the database and clocks, each with its reason and its remedy. Must not know running
 * services, nor change anything that outlives the check.
 */
@NullMarked
package io.reprise.cli.doctor;

import org.jspecify.annotations.NullMarked;

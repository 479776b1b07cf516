/**
 * The ACLs that a program needs on a Kafka cluster. In: resources, operations and what they are
 * used for. Out: a list of ACLs, each required or optional, and the commands that grant them. Must
 * not know which programs there are, nor connect to a cluster.
 */
@NullMarked
package io.reprise.kafka.acl;

import org.jspecify.annotations.NullMarked;

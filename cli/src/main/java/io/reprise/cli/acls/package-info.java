/**
 * {@code reprise acls}: the ACLs that a service needs on its Kafka cluster. In: a role, its
 * configuration file and a principal. Out: a list of ACLs, or the commands that grant them. Must
 * not connect to a cluster.
 */
@NullMarked
package io.reprise.cli.acls;

import org.jspecify.annotations.NullMarked;

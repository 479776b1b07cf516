/**
 * Kafka clients by role. In: the settings that reach the cluster. Out: consumers, producers and
 * admin clients with the settings that their role needs, the answers that clients give later, and
 * single requests to one broker.
 */
@NullMarked
package io.reprise.kafka.client;

import org.jspecify.annotations.NullMarked;

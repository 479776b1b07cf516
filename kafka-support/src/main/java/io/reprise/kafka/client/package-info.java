/**
 * Creates Kafka clients and waits for their answers. In: the settings to reach the cluster. Out:
 * consumers, producers and admin clients with the settings that their use needs, the results of
 * their futures, and the responses to single requests to one broker.
 */
@NullMarked
package io.reprise.kafka.client;

import org.jspecify.annotations.NullMarked;

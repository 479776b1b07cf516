/**
 * Creates Kafka clients and waits for their answers. In: the settings to reach the cluster. Out:
 * consumers, producers and admin clients with the settings that their use needs; the results of the
 * futures that they return; and a broker's response to a single request.
 */
@NullMarked
package io.reprise.kafka.client;

import org.jspecify.annotations.NullMarked;

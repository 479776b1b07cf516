/**
 * Relays that inject faults: an HTTP relay, and a relay of Kafka's protocol. In: the port of a
 * server on this machine; for HTTP also a seed. Out: another port, whose HTTP responses are
 * refused, slow or cut off, or whose Kafka connections can be cut. Must not know anything of
 * Reprise.
 */
@NullMarked
package io.reprise.trials.relay;

import org.jspecify.annotations.NullMarked;

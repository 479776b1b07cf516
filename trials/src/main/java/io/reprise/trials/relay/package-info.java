/**
 * An HTTP relay that injects faults. In: the port of a server on this machine, and a seed. Out:
 * another port, whose responses are refused, slow or cut off, and counts of these faults. Must not
 * know anything of Reprise.
 */
@NullMarked
package io.reprise.trials.relay;

import org.jspecify.annotations.NullMarked;

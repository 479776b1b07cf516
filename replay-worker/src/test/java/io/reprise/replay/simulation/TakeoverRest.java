package io.reprise.replay.simulation;

import java.util.Set;

/**
 * What a takeover has left open.
 *
 * @param unanswered the target logs that did not answer
 * @param doubt the transaction in the own log whose outcome cannot be determined; null for none
 * @param isFinal whether no later attempt can determine it
 */
record TakeoverRest(Set<Log> unanswered, Transaction doubt, boolean isFinal) {}

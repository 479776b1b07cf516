/**
 * Carries out what an operator asks for: plan, create, start, stop, inspect and verify a replay.
 * In: specs and replay ids. Out: plans, replays and receipts, or an exception whose message says
 * what the operator can do instead. Must not know HTTP.
 */
@NullMarked
package io.reprise.replay.operate;

import org.jspecify.annotations.NullMarked;

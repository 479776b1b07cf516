/**
 * The seeded simulation of the replay protocol ({@code docs/protocol.md}). Workers run the
 * production classes {@code Coordinator}, {@code SlotRunner} and {@code ShardDelivery} on simulated
 * threads and in virtual time, over a model of Kafka, under kills, freezes, rebalances, late
 * requests and lost answers, all chosen by a seed. Production code reaches the model through its
 * ports: {@code CommandSource}, {@code EventWriter}, {@code SlotTransactions}, {@code OwnedSlots},
 * {@code ReplayCopy}, {@code ProgressCopy}, {@code EventLog} and {@code Ticker}. {@link
 * io.reprise.replay.simulation.Audit} checks the invariants after every commit. A {@link
 * io.reprise.replay.simulation.Rule} is broken in the model's ports only.
 */
package io.reprise.replay.simulation;

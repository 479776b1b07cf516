/**
 * The step table of {@code docs/protocol.md}, executed: workers, coordinators and an operator as
 * step machines over a model of Kafka, under kills, freezes, rebalances, late requests and lost
 * answers, all chosen by a seed. What is decided in a step is decided by the code that production
 * runs; what Kafka does is modelled. {@link io.reprise.replay.simulation.Audit} watches.
 */
package io.reprise.replay.simulation;

package io.reprise.local.stack;

import io.reprise.embedded.FreePorts;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * The loopback ports of a stack's services.
 *
 * @param compactor returns the port of the n-th compactor, counted from 0
 * @param worker returns the port of the n-th worker, counted from 0
 */
public record StackPorts(
    int s3,
    int registry,
    int broker,
    int controller,
    int ingest,
    int archiver,
    int database,
    IntUnaryOperator compactor,
    IntUnaryOperator worker) {
  private static final int FIRST_WORKER = 10;
  private static final int MOST_WORKERS = 64;

  /** Returns fixed ports from {@code base} on. The ports of workers begin at {@code base + 10}. */
  public static StackPorts from(int base) {
    return new StackPorts(
        base,
        base + 1,
        base + 2,
        base + 3,
        base + 4,
        base + 5,
        base + 7,
        n -> base + 6 + n * (MOST_WORKERS + FIRST_WORKER),
        n -> base + FIRST_WORKER + n);
  }

  /** Returns ports that are free at the time of the call. */
  public static StackPorts free() {
    return new StackPorts(
        FreePorts.next(),
        FreePorts.next(),
        FreePorts.next(),
        FreePorts.next(),
        FreePorts.next(),
        FreePorts.next(),
        FreePorts.next(),
        n -> FreePorts.next(),
        n -> FreePorts.next());
  }

  /** Returns all ports of a stack with {@code workers} workers and one compactor. */
  public IntStream taken(int workers) {
    return IntStream.concat(
        IntStream.of(
            s3, registry, broker, controller, ingest, archiver, database, compactor.applyAsInt(0)),
        IntStream.range(0, workers).map(worker));
  }
}

package io.reprise.runtime.http;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Where a service writes its {@link ActionRecord}s, besides the log. All functions are called by
 * several threads and must not wait for another process.
 *
 * @param append takes the key and the value of a record
 * @param fault returns why records cannot be written now, as a sentence; empty if nothing is wrong
 * @param lost returns how many records were given up since the start
 */
public record ActionSink(
    BiConsumer<byte[], byte[]> append, Supplier<Optional<String>> fault, LongSupplier lost) {
  /** Writes nothing. For services that do not authenticate their callers. */
  public static final ActionSink NONE =
      new ActionSink((key, value) -> {}, Optional::empty, () -> 0);
}

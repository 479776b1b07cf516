package io.reprise.runtime.trace;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** A process of a service that traces nothing. */
final class UntracedProcess {
  private UntracedProcess() {}

  public static void main(String[] arguments) {
    try (var tracing =
        Tracing.start(TracingConfig.NONE, "ingest", "i-1", new SimpleMeterRegistry())) {
      tracing.writeTo((name, value) -> System.out.println(name));
      System.out.println("tracing is on: " + tracing.isOn());
    }
  }
}

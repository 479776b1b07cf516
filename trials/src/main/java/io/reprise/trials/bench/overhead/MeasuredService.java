package io.reprise.trials.bench.overhead;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.local.process.ServiceProcess;
import java.net.URI;

/**
 * A running service with some protection. Thread-safe; the creator closes it.
 *
 * @param name name of the process
 */
record MeasuredService(Protection protection, String name, ServiceProcess process, URI uri)
    implements AutoCloseable {

  /** Returns the processor time that the service has used since its start, in seconds. */
  double cpuSeconds() {
    return ProcessHandle.of(process.pid())
        .flatMap(handle -> handle.info().totalCpuDuration())
        .map(time -> time.toNanos() / 1e9)
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.FAILED, "the processor time of " + name + " is not known"));
  }

  @Override
  public void close() {
    process.close();
  }
}

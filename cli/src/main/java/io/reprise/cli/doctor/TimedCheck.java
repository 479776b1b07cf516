package io.reprise.cli.doctor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs one check with a deadline. A check that does not end in time, or ends with an exception, is
 * a problem, because the service would meet the same obstacle.
 *
 * @param name the name of the check
 * @param subject what is checked
 * @param why why it matters that the check can be made
 * @param limit how long the check may take
 */
record TimedCheck(String name, String subject, String why, Duration limit) {
  /** Runs the check on a thread of its own, which is interrupted at the deadline. */
  List<Finding> run(Callable<List<Finding>> check) {
    var task = new FutureTask<>(check);
    var thread = new Thread(task, "check-" + name);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      return List.of(
          Finding.problem(
              name,
              subject,
              "The check had no result within %d s.".formatted(limit.toSeconds()),
              why,
              "Check address, firewall and credentials, then run the command again."));
    } catch (ExecutionException e) {
      return List.of(failed(e.getCause() == null ? e : e.getCause()));
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      return List.of(
          Finding.unknown(name, subject, "The check was interrupted.", why, "Run it again."));
    }
  }

  private Finding failed(Throwable cause) {
    var message = cause.getMessage();
    return Finding.problem(
        name,
        subject,
        "The check failed: " + (message == null ? cause.getClass().getSimpleName() : message),
        why,
        "Check address, credentials and rights in the configuration file.");
  }
}

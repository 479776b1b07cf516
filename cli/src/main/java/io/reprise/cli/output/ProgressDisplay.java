package io.reprise.cli.output;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows the progress of a task on stderr: as a bar on a terminal, otherwise as one line after each
 * tenth of the task. Confined to one thread; the caller closes this object.
 */
public final class ProgressDisplay implements AutoCloseable {
  private static final int STEPS = 10;

  private final String task;
  private final long whole;
  private final @Nullable ProgressBar bar;
  private long stepsShown;

  /**
   * Starts to show the progress of a task.
   *
   * @param task the name of the task and its unit, as in {@code proving, segments}
   * @param whole the total number of units of the task
   */
  public ProgressDisplay(String task, long whole) {
    this.task = task;
    this.whole = Math.max(1, whole);
    this.bar = System.console() == null ? null : bar(task, whole);
  }

  private static ProgressBar bar(String task, long whole) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(whole)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(200)
        .showSpeed()
        .build();
  }

  /** Shows that {@code part} units of the task are done. */
  public void at(long part) {
    if (bar != null) {
      bar.stepTo(part);
      return;
    }
    long step = part * STEPS / whole;
    if (step > stepsShown) {
      stepsShown = step;
      System.err.printf(
          "%s: %s of %s (%s)%n",
          task, Text.count(part), Text.count(whole), Text.percent(part, whole));
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}

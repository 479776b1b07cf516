package io.reprise.local.dev;

import io.reprise.cli.context.RunningDev;
import io.reprise.local.supervise.Pace;
import io.reprise.local.supervise.Part;
import io.reprise.local.supervise.PartState;
import io.reprise.local.supervise.PartStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Prints a line for each part that becomes ready, is late or has ended, and keeps the state of all
 * parts in a file. Thread-safe.
 */
final class DevProgress {
  private final Path directory;
  private final Map<String, Part> parts = new LinkedHashMap<>();
  private final Map<String, PartStatus> statuses = new LinkedHashMap<>();
  private final Consumer<String> out;
  private boolean fileFailed;

  DevProgress(Path directory, List<Part> parts, Consumer<String> out) {
    this.directory = directory;
    this.out = out;
    parts.forEach(part -> this.parts.put(part.name(), part));
  }

  synchronized void changed(PartStatus status) {
    statuses.put(status.part(), status);
    lines(status).forEach(out);
    write();
  }

  /** Writes the given states, which are the last ones. */
  synchronized void end(List<PartStatus> last) {
    last.forEach(status -> statuses.put(status.part(), status));
    write();
  }

  private Stream<String> lines(PartStatus status) {
    var part = parts.get(status.part());
    return switch (status.state()) {
      case READY ->
          Stream.of(
              status.restarts() == 0
                  ? "%s ready in %s".formatted(status.part(), seconds(status.took()))
                  : "%s ready again in %s".formatted(status.part(), seconds(status.took())));
      case LATE ->
          Stream.of(
              "%s is not ready after %d s; still waiting%s"
                  .formatted(
                      status.part(),
                      Pace.OF_DEV.startLimit().toSeconds(),
                      part == null ? "" : " (log: " + part.log() + ")"));
      case ENDED ->
          Stream.concat(
              Stream.of(
                  "%s %s; starting it again in %d s%s"
                      .formatted(
                          status.part(),
                          part == null ? "failed, " + status.reason() : "ended, " + status.reason(),
                          status.backOff() == null ? 0 : status.backOff().toSeconds(),
                          part == null ? "" : " (log: " + part.log() + ")")),
              status.lastLines().stream().map(line -> "  | " + line));
      default -> Stream.of();
    };
  }

  static String seconds(@org.jspecify.annotations.Nullable Duration time) {
    return time == null ? "" : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
  }

  /** Returns whether all parts are ready, and how long the start took. */
  String summary(Duration since) {
    boolean all = views().stream().allMatch(view -> view.state() == PartState.READY);
    return (all ? "ready in " : "not all parts are ready after ") + seconds(since);
  }

  /** Returns the parts in their order, each with its newest status. */
  synchronized List<DevState.PartView> views() {
    var views = new ArrayList<DevState.PartView>();
    for (var part : parts.values()) {
      var status = statuses.get(part.name());
      if (status != null) {
        views.add(view(part, status));
      } else {
        views.add(
            new DevState.PartView(
                part.name(),
                PartState.WAITING,
                null,
                part.address(),
                RunningDev.startOf(ProcessHandle.current()),
                0,
                null,
                part.log().toString()));
      }
    }
    return views;
  }

  private static DevState.PartView view(Part part, PartStatus status) {
    return new DevState.PartView(
        part.name(),
        status.state(),
        status.state() == PartState.STOPPED || status.state() == PartState.ENDED
            ? null
            : status.pid(),
        part.address(),
        status.since(),
        status.restarts(),
        status.reason(),
        part.log().toString());
  }

  private void write() {
    var self = ProcessHandle.current();
    try {
      new DevState(self.pid(), RunningDev.startOf(self), views()).writeTo(directory);
    } catch (IOException e) {
      if (!fileFailed) {
        fileFailed = true;
        out.accept("cannot write the state of dev in " + directory + ": " + e.getMessage());
      }
    }
  }
}

package io.reprise.local.dev;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.context.RunningDev;
import io.reprise.local.supervise.PartState;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a {@code dev} and its parts, as the file {@code state.json} in its directory has it.
 *
 * @param pid the process of {@code dev}
 * @param startedAt when that process was started
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record DevState(long pid, Instant startedAt, List<PartView> parts) {
  private static final String FILE = "state.json";

  /**
   * One part.
   *
   * @param since when the part entered its state
   * @param reason why its newest process that has ended has ended; null if none has
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record PartView(
      String part,
      PartState state,
      @Nullable Long pid,
      String address,
      Instant since,
      int restarts,
      @Nullable String reason,
      String log) {}

  /**
   * Reads the file of a directory.
   *
   * @throws CommandFailure if there is no readable file
   */
  static DevState readFrom(Path directory) {
    var file = directory.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new CommandFailure(
          ExitCode.NOT_FOUND,
          "no reprise dev runs, and none was started on %s: start one, or name its directory with --dir"
              .formatted(directory));
    }
    try {
      return Json.json().readValue(file.toFile(), DevState.class);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILED, "%s is not a state file of reprise dev".formatted(file), e);
    }
  }

  /** Returns whether a {@code dev} runs on a directory, also one whose parts still start. */
  static boolean isRunningIn(Path directory) {
    return Files.isRegularFile(directory.resolve(FILE)) && readFrom(directory).isRunning();
  }

  boolean isRunning() {
    return RunningDev.isRunning(pid, startedAt);
  }

  /** Writes the file atomically: a reader finds the previous file or this one. */
  void writeTo(Path directory) throws IOException {
    var whole = directory.resolve(FILE + ".new");
    Json.json().writerWithDefaultPrettyPrinter().writeValue(whole.toFile(), this);
    Files.move(whole, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }
}

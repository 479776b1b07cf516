package io.reprise.local.dev;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.context.AddressSources;
import io.reprise.cli.context.RunningDev;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the directory of the {@code dev} that a command without {@code --dir} means. */
final class DevDirectory {
  private DevDirectory() {}

  /**
   * Returns the directory that was given, or else the one of the {@code dev} on {@code
   * .reprise/dev} below the working directory, or else of the only {@code dev} of the user that
   * runs. If none runs, returns {@code .reprise/dev} below the working directory.
   *
   * @param given the value of {@code --dir}; null without the option
   * @throws CommandFailure if several run and none of them is below the working directory
   */
  static Path find(@Nullable Path given, AddressSources sources) {
    if (given != null) {
      return given.toAbsolutePath().normalize();
    }
    var here =
        sources
            .workingDirectory()
            .resolve(RunningDev.DEFAULT_DIRECTORY)
            .toAbsolutePath()
            .normalize();
    // A dev whose parts still start is in its own directory only.
    if (DevState.isRunningIn(here)) {
      return here;
    }
    var running = sources.devs().directories();
    if (running.size() > 1) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "several dev processes run: name the directory of one with --dir: "
              + running.stream().map(Path::toString).sorted().collect(Collectors.joining(", ")));
    }
    return running.isEmpty() ? here : running.get(0);
  }
}

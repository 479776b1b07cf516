package io.reprise.trials.bench.peer;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the peers' libraries are: the build leaves a list of them beside the module's pom. */
final class PeerClassPath {
  private PeerClassPath() {}

  /** The libraries, and our own classes behind them for {@link ToolMain}. */
  static String read() {
    var list =
        Path.of(System.getProperty("reprise.root", "."), "trials", "peers", "target", "class-path");
    try {
      return Files.readString(list).strip() + File.pathSeparator + ownClasses();
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "the peers' libraries are not listed in %s: run ./reprise from a built checkout"
              .formatted(list),
          e);
    }
  }

  private static Path ownClasses() {
    try {
      return Path.of(ToolMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("classes are loaded from a URL", e);
    }
  }
}

package io.reprise.trials.bench.peer;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads the class path of the Kafka tools that Reprise is compared with, from a file that the build
 * writes into {@code trials/peers/target}.
 */
final class PeerClassPath {
  private PeerClassPath() {}

  /**
   * Returns the class path of a JVM that runs Kafka's tools: the tools' libraries, followed by the
   * class path entry of {@link ToolMain}.
   */
  static String read() {
    var list =
        Path.of(System.getProperty("reprise.root", "."), "trials", "peers", "target", "class-path");
    try {
      return Files.readString(list).strip() + File.pathSeparator + ownClasses();
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "the peers' libraries are not listed in %s: build the project, and run ./reprise from its checkout"
              .formatted(list),
          e);
    }
  }

  private static Path ownClasses() {
    try {
      return Path.of(ToolMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the class path is not a file URL", e);
    }
  }
}

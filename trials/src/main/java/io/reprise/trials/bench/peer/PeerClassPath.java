package io.reprise.trials.bench.peer;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the class path of the Kafka tools that Reprise is compared with, from a file that the build
 * writes into {@code trials/peers/target}. In an installation, the system property {@code
 * reprise.peers} names the file.
 */
final class PeerClassPath {
  private PeerClassPath() {}

  /**
   * Returns the class path of a JVM that runs Kafka's tools: the tools' libraries, followed by the
   * class path entry of {@link ToolMain}.
   */
  static String read() {
    var list = Path.of(System.getProperty("reprise.peers", inCheckout()));
    try {
      return Stream.concat(jarsOf(list), Stream.of(ownClasses()))
          .map(Path::toString)
          .collect(Collectors.joining(File.pathSeparator));
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "the peers' libraries are not listed in %s: build the project, and run ./reprise from its checkout"
              .formatted(list),
          e);
    }
  }

  private static String inCheckout() {
    return System.getProperty("reprise.root", ".") + "/trials/peers/target/class-path";
  }

  /** Returns the jars that a file lists; a name without a directory is a jar beside the file. */
  private static Stream<Path> jarsOf(Path list) throws IOException {
    return Stream.of(Files.readString(list).strip().split(File.pathSeparator))
        .map(list::resolveSibling);
  }

  private static Path ownClasses() {
    try {
      return Path.of(ToolMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the class path is not a file URL", e);
    }
  }
}

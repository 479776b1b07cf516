package io.reprise.cli.login;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Opens a URL in the browser of the desktop, if there is a desktop. Stateless. */
final class Browser {
  private Browser() {}

  /**
   * Starts the browser.
   *
   * @return whether a program was started that opens URLs
   */
  static boolean open(URI url, Map<String, String> environment, String operatingSystem) {
    var program = program(environment, operatingSystem.toLowerCase(Locale.ROOT));
    if (program.isEmpty()) {
      return false;
    }
    try {
      new ProcessBuilder(program.get(), url.toString())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<String> program(Map<String, String> environment, String system) {
    if (system.contains("mac")) {
      return Optional.of("open");
    }
    boolean hasDesktop =
        environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
    return hasDesktop ? Optional.of("xdg-open") : Optional.empty();
  }
}

package io.reprise.cli.events;

import io.reprise.cli.argument.TimeOptions;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.Output;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how the values of events are shown. */
final class ValueOptions {
  @Option(
      names = "--raw",
      arity = "0..1",
      fallbackValue = "HEX",
      paramLabel = "HEX|BASE64",
      description =
          "Show the bytes of values without decoding them, in hexadecimal digits (HEX, the default)"
              + " or in Base64 (--raw=BASE64).")
  private @Nullable RawFormat raw;

  /**
   * Prints events, and returns the exit code of the command.
   *
   * @param schemas the schemas of the values; not needed if the bytes are shown
   * @param print passes the events to the printer
   */
  ExitCode print(
      Output output, EventSchemas schemas, TimeOptions times, Consumer<EventPrinter> print) {
    if (raw == null) {
      schemas.open();
    }
    try (var printer = new EventPrinter(output, new EventValues(schemas), raw, times.shown())) {
      print.accept(printer);
      return printer.finish();
    }
  }
}

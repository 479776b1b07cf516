package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.command.CommandProvider;
import io.reprise.cli.command.ProvidedCommand;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Command;

/** The top-level commands of all modules. */
class ProvidedCommandsTest {
  static Stream<ProvidedCommand> commands() {
    return ServiceLoader.load(CommandProvider.class).stream()
        .flatMap(provider -> provider.get().commands().stream());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandIsProvidedUnderTheNameOfItsAnnotation(ProvidedCommand command) {
    assertThat(command.type().getAnnotation(Command.class).name()).isEqualTo(command.name());
    assertThat(command.type().getAnnotation(Command.class).aliases()).isEmpty();
  }
}

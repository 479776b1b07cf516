package io.reprise.trials.bench;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Converts the name of a bench, as typed on the command line, into a {@link BenchName}. Also lists
 * the names of all benches.
 */
final class BenchNames implements ITypeConverter<BenchName>, Iterable<String> {
  @Override
  public BenchName convert(String typed) {
    return Arrays.stream(BenchName.values())
        .filter(n -> n.commandLineName().equals(typed.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> new TypeConversionException(unknown(typed)));
  }

  private static String unknown(String typed) {
    var known = Arrays.stream(BenchName.values()).map(BenchName::commandLineName);
    return "there is no bench '"
        + typed
        + "': choose one of "
        + known.collect(Collectors.joining(", "));
  }

  @Override
  public Iterator<String> iterator() {
    return Arrays.stream(BenchName.values()).map(BenchName::commandLineName).iterator();
  }
}

package io.muster.cli.operations;

import io.muster.cli.operations.Exposition.Series;
import io.muster.cli.operations.PromQl.Aggregation;
import io.muster.cli.operations.PromQl.Binary;
import io.muster.cli.operations.PromQl.Call;
import io.muster.cli.operations.PromQl.Expr;
import io.muster.cli.operations.PromQl.Selector;
import io.muster.cli.operations.PromQl.Text;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reckons which series an expression can ever give, over what a process exposes: labels as
 * Prometheus treats them, whatever the values are. A selector that finds nothing, a label that
 * isn't there, and sides that never match are mistakes.
 */
public final class LabelSets {

  private static final Set<String> OF_VALUES = Set.of("time", "vector");

  private final Exposition exposition;
  private final String expression;

  private LabelSets(Exposition exposition, String expression) {
    this.exposition = exposition;
    this.expression = expression;
  }

  /**
   * The labels of all series that an expression can give; names are no labels here.
   *
   * @throws IllegalArgumentException when it can't give any, with the part that is wrong
   */
  public static Set<Map<String, String>> of(String expression, Exposition exposition) {
    return new LabelSets(exposition, expression)
        .of(PromQl.parse(expression))
        .orElseThrow(() -> new IllegalArgumentException("no series, but a number: " + expression));
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(what + " in " + expression);
  }

  /** Empty for a number. */
  private Optional<Set<Map<String, String>>> of(Expr expr) {
    if (expr instanceof Selector selector) {
      return Optional.of(selected(selector));
    }
    if (expr instanceof Call call) {
      return call(call);
    }
    if (expr instanceof Aggregation aggregation) {
      Set<Map<String, String>> over =
          of(aggregation.over()).orElseThrow(() -> wrong("an aggregation of a number"));
      over.forEach(labels -> requireAll(aggregation.by(), labels));
      return Optional.of(
          over.stream()
              .map(labels -> only(aggregation.by(), labels))
              .collect(Collectors.toCollection(LinkedHashSet::new)));
    }
    return expr instanceof Binary binary ? binary(binary) : Optional.empty();
  }

  private Set<Map<String, String>> selected(Selector selector) {
    Set<Map<String, String>> found =
        exposition.series().stream()
            .filter(selector::selects)
            .map(Series::labels)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (found.isEmpty()) {
      throw wrong("nothing is exposed for " + selector.matchers());
    }
    return found;
  }

  private Optional<Set<Map<String, String>>> call(Call call) {
    if (call.function().equals("label_replace")) {
      return Optional.of(replaced(call));
    }
    if (OF_VALUES.contains(call.function())) {
      return Optional.empty();
    }
    return of(call.arguments().get(0));
  }

  private Set<Map<String, String>> replaced(Call call) {
    Set<Map<String, String>> from =
        of(call.arguments().get(0)).orElseThrow(() -> wrong("a number has no labels"));
    List<String> texts =
        call.arguments().subList(1, call.arguments().size()).stream()
            .map(argument -> ((Text) argument).value())
            .toList();
    Pattern regex = Pattern.compile(texts.get(3));
    Set<Map<String, String>> replaced = new LinkedHashSet<>();
    for (Map<String, String> labels : from) {
      Matcher matcher = regex.matcher(labels.getOrDefault(texts.get(2), ""));
      if (!matcher.matches()) {
        throw wrong(texts.get(3) + " does not match " + texts.get(2) + " of " + labels);
      }
      Map<String, String> changed = new TreeMap<>(labels);
      changed.put(texts.get(0), matcher.replaceFirst(texts.get(1)));
      replaced.add(changed);
    }
    return replaced;
  }

  private Optional<Set<Map<String, String>>> binary(Binary binary) {
    Optional<Set<Map<String, String>>> left = of(binary.left());
    Optional<Set<Map<String, String>>> right = of(binary.right());
    if (left.isEmpty() || right.isEmpty()) {
      return left.or(() -> right);
    }
    if (binary.operator().equals("or")) {
      Set<Map<String, String>> either = new LinkedHashSet<>(left.get());
      either.addAll(right.get());
      return Optional.of(either);
    }
    List<Map<String, String>> matched = new ArrayList<>();
    for (Map<String, String> one : left.get()) {
      if (right.get().stream().anyMatch(other -> match(binary.on(), one, other))) {
        matched.add(one);
      }
    }
    if (matched.isEmpty()) {
      throw wrong("no series of both sides of " + binary.operator() + " match");
    }
    // Whether something of the left stays without its match is for the values to say.
    return Optional.of(
        binary.operator().equals("unless") ? left.get() : new LinkedHashSet<>(matched));
  }

  private boolean match(
      Optional<List<String>> on, Map<String, String> one, Map<String, String> other) {
    if (on.isEmpty()) {
      return one.equals(other);
    }
    requireAll(on.get(), one);
    requireAll(on.get(), other);
    return only(on.get(), one).equals(only(on.get(), other));
  }

  private void requireAll(List<String> names, Map<String, String> labels) {
    if (!labels.keySet().containsAll(names)) {
      throw wrong("not all of " + names + " are among " + labels.keySet());
    }
  }

  private static Map<String, String> only(List<String> names, Map<String, String> labels) {
    Map<String, String> left = new TreeMap<>(labels);
    left.keySet().retainAll(names);
    return left;
  }
}

package io.muster.cli.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a PromQL expression, as far as Muster's dashboard and rules use the language; what it does
 * not know it refuses. There is no Java parser of it that is looked after.
 */
public final class PromQl {

  private static final String NAME = "__name__";
  private static final Set<String> AGGREGATIONS =
      Set.of("sum", "min", "max", "avg", "count", "group");
  private static final Set<String> FUNCTIONS =
      Set.of(
          "absent",
          "clamp_max",
          "clamp_min",
          "delta",
          "deriv",
          "increase",
          "label_replace",
          "max_over_time",
          "min_over_time",
          "rate",
          "time",
          "vector");
  private static final Set<String> OPERATORS =
      Set.of("+", "-", "*", "/", "%", "^", "==", "!=", "<", ">", "<=", ">=", "and", "or", "unless");
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s+|#[^\n]*"
              + "|(?<text>\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*')"
              + "|(?<number>[0-9][0-9a-zA-Z_.]*)"
              + "|(?<word>[a-zA-Z_:][a-zA-Z0-9_:]*)"
              + "|(?<sign>==|!=|=~|!~|<=|>=|[-+*/%^<>=(){}\\[\\],:@])");

  /** An expression. */
  public sealed interface Expr {}

  /** Series by their labels, of which the name is one. */
  public record Selector(List<LabelMatcher> matchers) implements Expr {

    /** Whether it selects a series. */
    public boolean selects(Exposition.Series series) {
      return matchers.stream()
          .allMatch(
              each ->
                  each.matches(
                      each.label().equals(NAME) ? series.name() : series.label(each.label())));
    }
  }

  /** What a label has to be. */
  public record LabelMatcher(String label, String operator, String value) {

    boolean matches(String actual) {
      return switch (operator) {
        case "=" -> actual.equals(value);
        case "!=" -> !actual.equals(value);
        case "=~" -> actual.matches(value);
        case "!~" -> !actual.matches(value);
        default -> throw new IllegalArgumentException(operator);
      };
    }
  }

  /** A function and what it is given. */
  public record Call(String function, List<Expr> arguments) implements Expr {}

  /**
   * An aggregation.
   *
   * @param by the labels that stay
   */
  public record Aggregation(String operation, List<String> by, Expr over) implements Expr {}

  /**
   * Two sides and what is made of them.
   *
   * @param on the labels by which series of both sides are matched; empty for all
   */
  public record Binary(String operator, Optional<List<String>> on, Expr left, Expr right)
      implements Expr {}

  /** A number. */
  public record Number(String digits) implements Expr {}

  /** A string. */
  public record Text(String value) implements Expr {}

  private record Token(String kind, String text) {}

  private final String expression;
  private final List<Token> tokens = new ArrayList<>();
  private int next;

  private PromQl(String expression) {
    this.expression = expression;
    Matcher matcher = TOKEN.matcher(expression);
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      for (String kind : List.of("text", "number", "word", "sign")) {
        if (matcher.group(kind) != null) {
          tokens.add(new Token(kind, matcher.group(kind)));
        }
      }
      end = matcher.end();
    }
    if (end != expression.length()) {
      throw wrong("cannot be read from column " + (end + 1));
    }
  }

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException when it is none, or uses what is not known here
   */
  public static Expr parse(String expression) {
    PromQl parser = new PromQl(expression);
    Expr whole = parser.binary();
    if (parser.next < parser.tokens.size()) {
      throw parser.wrong("goes on with " + parser.tokens.get(parser.next).text());
    }
    return whole;
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(what + ": " + expression);
  }

  private boolean isNext(String text) {
    return next < tokens.size()
        && !tokens.get(next).kind().equals("text")
        && tokens.get(next).text().equals(text);
  }

  private boolean skip(String text) {
    boolean there = isNext(text);
    next += there ? 1 : 0;
    return there;
  }

  private void expect(String text) {
    if (!skip(text)) {
      throw wrong("lacks " + text + (next < tokens.size() ? " before " + peek().text() : ""));
    }
  }

  private Token peek() {
    if (next >= tokens.size()) {
      throw wrong("ends too early");
    }
    return tokens.get(next);
  }

  private Token take(String kind) {
    Token token = peek();
    if (!token.kind().equals(kind)) {
      throw wrong("has " + token.text() + " where a " + kind + " belongs");
    }
    next++;
    return token;
  }

  /** All operators alike: which binds closer does not change what is selected. */
  private Expr binary() {
    Expr left = unary();
    while (next < tokens.size() && OPERATORS.contains(peek().text()) && !isText()) {
      String operator = tokens.get(next++).text();
      skip("bool");
      Optional<List<String>> on = Optional.empty();
      if (skip("on")) {
        on = Optional.of(labels());
        if (skip("group_left") || skip("group_right")) {
          labels();
        }
      }
      left = new Binary(operator, on, left, unary());
    }
    return left;
  }

  private boolean isText() {
    return peek().kind().equals("text");
  }

  private Expr unary() {
    skip("-");
    Expr expr = primary();
    if (skip("[")) {
      take("number");
      if (skip(":") && !isNext("]")) {
        take("number");
      }
      expect("]");
    }
    if (skip("offset")) {
      take("number");
    }
    return expr;
  }

  private Expr primary() {
    if (skip("(")) {
      Expr inner = binary();
      expect(")");
      return inner;
    }
    if (isNext("{")) {
      return new Selector(matchers());
    }
    Token token = peek();
    next++;
    return switch (token.kind()) {
      case "number" -> new Number(token.text());
      case "text" -> new Text(unquoted(token.text()));
      case "word" -> named(token.text());
      default -> throw wrong("has " + token.text() + " where a value belongs");
    };
  }

  private Expr named(String word) {
    if (AGGREGATIONS.contains(word)) {
      List<String> by = skip("by") ? labels() : List.of();
      List<Expr> arguments = arguments();
      if (arguments.size() != 1) {
        throw wrong(word + " is of one expression");
      }
      return new Aggregation(word, skip("by") ? labels() : by, arguments.get(0));
    }
    if (isNext("(")) {
      if (!FUNCTIONS.contains(word)) {
        throw wrong("uses " + word + ", which is not known here");
      }
      return new Call(word, arguments());
    }
    if (OPERATORS.contains(word.toLowerCase(Locale.ROOT))) {
      throw wrong("has " + word + " where a value belongs");
    }
    List<LabelMatcher> all = new ArrayList<>();
    all.add(new LabelMatcher(NAME, "=", word));
    all.addAll(matchers());
    return new Selector(all);
  }

  private List<Expr> arguments() {
    List<Expr> arguments = new ArrayList<>();
    expect("(");
    while (!skip(")")) {
      arguments.add(binary());
      if (!isNext(")")) {
        expect(",");
      }
    }
    return arguments;
  }

  private List<String> labels() {
    List<String> labels = new ArrayList<>();
    expect("(");
    while (!skip(")")) {
      labels.add(take("word").text());
      if (!isNext(")")) {
        expect(",");
      }
    }
    return labels;
  }

  private List<LabelMatcher> matchers() {
    List<LabelMatcher> matchers = new ArrayList<>();
    if (skip("{")) {
      while (!skip("}")) {
        String label = take("word").text();
        String operator = take("sign").text();
        if (!Set.of("=", "!=", "=~", "!~").contains(operator)) {
          throw wrong("matches " + label + " by " + operator);
        }
        matchers.add(new LabelMatcher(label, operator, unquoted(take("text").text())));
        if (!isNext("}")) {
          expect(",");
        }
      }
    }
    return matchers;
  }

  private static String unquoted(String text) {
    return text.substring(1, text.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\");
  }
}

//! Shapes of a picture. The same markup as a view, built again, writes each attribute anew whether or not it differs, and
//! the browser then styles and lays out all of the picture: a shape writes what changed.

use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::no_attrs;
use leptos::tachys::renderer::Rndr;
use leptos::tachys::renderer::types::{Element, Node, Text};
use leptos::tachys::view::{Position, PositionState};
use std::borrow::Cow;

const SVG: &str = "http://www.w3.org/2000/svg";

/// An element of SVG.
pub struct Shape(Box<Parts>);

// Boxed, as a shape is handed on with each attribute: a page has hundreds of such lines.
struct Parts {
    tag: &'static str,
    attributes: Vec<(&'static str, Cow<'static, str>)>,
    text: Cow<'static, str>,
    /// They follow the text.
    children: Vec<Shape>,
}

/// A rectangle; positions and lengths of all shapes are in CSS pixels.
pub fn rect(x: f64, y: f64, width: f64, height: f64) -> Shape {
    Shape::new("rect").set("x", x).set("y", y).set("width", width).set("height", height)
}

pub fn line(x1: f64, y1: f64, x2: f64, y2: f64) -> Shape {
    Shape::new("line").set("x1", x1).set("y1", y1).set("x2", x2).set("y2", y2)
}

pub fn circle(cx: f64, cy: f64, r: f64) -> Shape {
    Shape::new("circle").set("cx", cx).set("cy", cy).set("r", r)
}

pub fn path(d: impl Into<Cow<'static, str>>) -> Shape {
    Shape::new("path").set_text("d", d.into())
}

/// A line of text that begins at `x` and stands on `y`.
pub fn text(x: f64, y: f64, text: impl Into<Cow<'static, str>>) -> Shape {
    Shape::new("text").set("x", x).set("y", y).saying(text.into())
}

/// More text on the same line, `dx` after it.
pub fn tspan(dx: f64, text: impl Into<Cow<'static, str>>) -> Shape {
    Shape::new("tspan").set("dx", dx).saying(text.into())
}

/// Shapes that belong together.
pub fn group(shapes: Vec<Shape>) -> Shape {
    let mut group = Shape::new("g");
    group.0.children = shapes;
    group
}

impl Shape {
    fn new(tag: &'static str) -> Shape {
        Shape(Box::new(Parts { tag, attributes: Vec::new(), text: Cow::Borrowed(""), children: Vec::new() }))
    }

    #[inline(never)]
    fn set(self, name: &'static str, value: f64) -> Shape {
        self.set_text(name, value.to_string().into())
    }

    #[inline(never)]
    fn set_text(mut self, name: &'static str, value: Cow<'static, str>) -> Shape {
        self.0.attributes.push((name, value));
        self
    }

    #[inline(never)]
    fn saying(mut self, text: Cow<'static, str>) -> Shape {
        self.0.text = text;
        self
    }

    pub fn class(self, class: impl Into<Cow<'static, str>>) -> Shape {
        self.set_text("class", class.into())
    }

    /// With round corners of this radius.
    pub fn round(self, radius: f64) -> Shape {
        self.set("rx", radius)
    }

    /// Where `x` is in a text: at its `start`, `middle` or `end`.
    pub fn anchor(self, anchor: &'static str) -> Shape {
        self.set_text("text-anchor", anchor.into())
    }

    /// 0 to 1.
    pub fn opacity(self, opacity: f64) -> Shape {
        self.set("opacity", opacity)
    }

    /// Filled with the pattern of shards from the seventh on.
    pub fn hatched(self) -> Shape {
        self.set_text("fill", "url(#hatch)".into())
    }

    /// Lengths of dashes and of gaps.
    pub fn dashed(self, dashes: &'static str) -> Shape {
        self.set_text("stroke-dasharray", dashes.into())
    }

    /// What the pointer tells of it.
    pub fn titled(mut self, title: String) -> Shape {
        self.0.children.insert(0, Shape::new("title").saying(title.into()));
        self
    }

    /// With another shape in it.
    pub fn with(mut self, child: Shape) -> Shape {
        self.0.children.push(child);
        self
    }
}

/// What shapes can be taken from.
pub trait Shapes {
    fn add_to(self, all: &mut Vec<Shape>);
}

impl Shapes for Shape {
    fn add_to(self, all: &mut Vec<Shape>) {
        all.push(self);
    }
}

/// Some that may be missing, and many.
impl<I: IntoIterator<Item: Shapes>> Shapes for I {
    fn add_to(self, all: &mut Vec<Shape>) {
        self.into_iter().for_each(|shapes| shapes.add_to(all));
    }
}

/// Shapes of all kinds of places one after the other, the later ones above.
macro_rules! shapes {
    ($($some:expr),+ $(,)?) => {{
        let mut all = Vec::<$crate::widgets::shape::Shape>::new();
        $($crate::widgets::shape::Shapes::add_to($some, &mut all);)+
        all
    }};
}
pub(crate) use shapes;

/// A shape as it stands in the page.
pub struct Drawn {
    element: Element,
    tag: &'static str,
    attributes: Vec<(&'static str, Cow<'static, str>)>,
    text: Option<(Text, Cow<'static, str>)>,
    children: Vec<Drawn>,
}

impl Drawn {
    /// Whether it can become the shape by other values alone.
    fn can_become(&self, shape: &Parts) -> bool {
        let names = self.attributes.iter().map(|(name, _)| name);
        self.tag == shape.tag
            && self.text.is_some() != shape.text.is_empty()
            && names.eq(shape.attributes.iter().map(|(name, _)| name))
    }
}

impl Render for Shape {
    type State = Drawn;

    fn build(self) -> Drawn {
        let Parts { tag, attributes, text, children } = *self.0;
        let element = Rndr::create_element(tag, Some(SVG));
        for (name, value) in &attributes {
            Rndr::set_attribute(&element, name, value);
        }
        let text = (!text.is_empty()).then(|| {
            let mut node = Rndr::create_text_node(&text);
            node.mount(&element, None);
            (node, text)
        });
        let mut children = children.into_iter().map(Shape::build).collect::<Vec<_>>();
        children.iter_mut().for_each(|child| child.mount(&element, None));
        Drawn { element, tag, attributes, text, children }
    }

    fn rebuild(self, drawn: &mut Drawn) {
        if !drawn.can_become(&self.0) {
            let mut new = self.build();
            drawn.insert_before_this(&mut new);
            drawn.unmount();
            *drawn = new;
            return;
        }
        let shape = *self.0;
        for ((name, value), (_, before)) in shape.attributes.into_iter().zip(&mut drawn.attributes) {
            if value != *before {
                Rndr::set_attribute(&drawn.element, name, &value);
                *before = value;
            }
        }
        if let Some((node, before)) = drawn.text.as_mut().filter(|(_, before)| shape.text != *before) {
            Rndr::set_text(node, &shape.text);
            *before = shape.text;
        }
        let surplus = drawn.children.len().min(shape.children.len());
        drawn.children.drain(surplus..).for_each(|mut child| child.unmount());
        for (nth, child) in shape.children.into_iter().enumerate() {
            match drawn.children.get_mut(nth) {
                Some(drawn) => child.rebuild(drawn),
                None => {
                    let mut new = child.build();
                    new.mount(&drawn.element, None);
                    drawn.children.push(new);
                }
            }
        }
    }
}

impl Mountable for Drawn {
    fn unmount(&mut self) {
        self.element.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.element.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.element.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.element.clone()]
    }
}

no_attrs!(Shape);

impl RenderHtml for Shape {
    type AsyncOutput = Shape;
    type Owned = Shape;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Shape {
        self
    }

    /// Nothing: no server writes this page.
    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Drawn {
        self.build()
    }

    fn into_owned(self) -> Shape {
        self
    }
}
